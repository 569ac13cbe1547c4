export const functionStorms = async () => []
